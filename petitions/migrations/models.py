"""Every table, for those who need to know them all: migrations and tests."""

from petitions.accounts import audit  # noqa: F401
from petitions.accounts import models as accounts  # noqa: F401
from petitions.appeals import models as appeals  # noqa: F401
from petitions.campaigns import models as campaigns  # noqa: F401
from petitions.db import tally  # noqa: F401
from petitions.desk import models as organisers  # noqa: F401
from petitions.mail import models as mail  # noqa: F401
from petitions.organisation import models as organisation  # noqa: F401
from petitions.signing import models as signing  # noqa: F401
from petitions.web import flags, limits  # noqa: F401
