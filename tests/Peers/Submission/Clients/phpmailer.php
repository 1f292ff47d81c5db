<?php
// Sends a mail to each recipient by PHPMailer, all over one connection: phpmailer.php HOST:PORT RECIPIENT...
foreach (['Exception', 'SMTP', 'PHPMailer'] as $part) {
    require "/usr/share/php/libphp-phpmailer/src/$part.php";
}
use PHPMailer\PHPMailer\PHPMailer;

$mail = new PHPMailer(true);
$mail->isSMTP();
[$mail->Host, $mail->Port] = explode(':', $argv[1]);
$mail->SMTPKeepAlive = true;
$mail->setFrom('me@example.org');
$mail->Subject = 'a subject';
$mail->Body = "first\n..\n.\nlast\n";
foreach (array_slice($argv, 2) as $to) {
    $mail->clearAllRecipients();
    $mail->addAddress($to);
    $mail->addBCC('three@example.net');
    $mail->send();
}
$mail->smtpClose();
