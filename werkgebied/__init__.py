"""The werkgebied: which gemeenten and kernen this installation serves, and who can be reached there."""

from werkgebied.laden import WerkgebiedFout, load_werkgebied
from werkgebied.model import Contact, Gemeente, Plaats, Team, Werkgebied

__all__ = ["Contact", "Gemeente", "Plaats", "Team", "Werkgebied", "WerkgebiedFout", "load_werkgebied"]
