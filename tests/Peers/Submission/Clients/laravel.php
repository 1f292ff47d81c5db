<?php
// Sends a mail to each recipient by Laravel's mailer (version 8, on Swift Mailer), all over one connection: laravel.php PLACE RECIPIENT...
// PLACE is HOST:PORT, or the command line of a sendmail.
error_reporting(E_ALL & ~E_DEPRECATED);
foreach (['Egulias/EmailValidator/autoload', 'Swift/swift_required', 'Illuminate/Mail/autoload', 'Illuminate/View/autoload',
    'Illuminate/Events/autoload'] as $library) {
    require "/usr/share/php/$library.php";
}
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Mail\MailManager;
use Illuminate\View\Engines\EngineResolver;
use Illuminate\View\Factory;
use Illuminate\View\FileViewFinder;

/** What an application's config() would answer. */
class Settings extends ArrayObject
{
    public function offsetGet(mixed $key): mixed
    {
        return array_reduce(explode('.', $key), fn ($at, $name) => $at[$name] ?? null, $this->getArrayCopy());
    }
}

[, $place] = $argv;
[$host, $port] = explode(':', "$place:");
$mailer = $place[0] === '/'
    ? ['transport' => 'sendmail', 'path' => $place]
    : ['transport' => 'smtp', 'host' => $host, 'port' => $port, 'encryption' => null];
$app = new Container();
$app->instance('config', new Settings(['mail' => [
    'default' => 'chosen', 'mailers' => ['chosen' => $mailer], 'from' => ['address' => 'me@example.org', 'name' => 'Me'],
]]));
$app->instance('events', $events = new Dispatcher($app));
$app->instance('view', new Factory(new EngineResolver(), new FileViewFinder(new Filesystem(), []), $events));
$mail = (new MailManager($app))->mailer();
foreach (array_slice($argv, 2) as $to) {
    $mail->raw("first\n..\n.\nlast\n", fn ($message) => $message->to($to)->bcc('three@example.net')->subject('a subject'));
    if ($mail->failures()) {
        fwrite(STDERR, 'refused: ' . implode(' ', $mail->failures()) . "\n");
        exit(1);
    }
}
