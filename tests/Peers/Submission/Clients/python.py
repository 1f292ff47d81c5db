"""Sends a mail to each recipient, all over one connection: python.py HOST:PORT RECIPIENT..."""
import smtplib
import sys
from email.message import EmailMessage

host, port = sys.argv[1].split(':')
with smtplib.SMTP(host, int(port)) as smtp:
    for to in sys.argv[2:]:
        mail = EmailMessage()
        mail['From'] = 'me@example.org'
        mail['To'] = to
        mail['Bcc'] = 'three@example.net'
        mail['Subject'] = 'a subject'
        mail.set_content('first\n..\n.\nlast\n')
        refused = smtp.send_message(mail)
        if refused:
            sys.exit(str(refused))
