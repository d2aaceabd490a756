"""E-mail addresses as people type them."""

from email_validator import EmailNotValidError, validate_email


class InvalidAddress(ValueError):
    """Not an e-mail address that mail could be sent to."""


def checked_address(text: str) -> str:
    """Give the address as mail is sent to it. No look-up in the network.

    Raises:
        InvalidAddress: it has no valid form.

    """
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidAddress from error
