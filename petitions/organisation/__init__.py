"""Who is responsible for this site: a row that mails, pages and papers show."""
