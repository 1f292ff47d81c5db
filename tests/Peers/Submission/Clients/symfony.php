<?php
// Sends a mail to each recipient by Symfony Mailer, all over one connection: symfony.php PLACE RECIPIENT...
// PLACE is HOST:PORT, or the command line of a sendmail.
error_reporting(E_ALL & ~E_DEPRECATED);
require '/usr/share/php/Symfony/Component/Mailer/autoload.php';
use Symfony\Component\Mailer\Mailer;
use Symfony\Component\Mailer\Transport;
use Symfony\Component\Mime\Email;

[, $place] = $argv;
$dsn = $place[0] === '/' ? 'sendmail://default?command=' . urlencode($place) : "smtp://$place";
$mailer = new Mailer(Transport::fromDsn($dsn));
foreach (array_slice($argv, 2) as $to) {
    $mailer->send((new Email())->from('me@example.org')->to($to)->bcc('three@example.net')
        ->subject('a subject')->text("first\n..\n.\nlast\n"));
}
