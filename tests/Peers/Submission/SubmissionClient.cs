using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A program that submits mails by SMTP.</summary>
public enum SubmissionClient
{
    Swaks,
    Python,
    Curl,
    Nodemailer,
    PhpMailer,
    Symfony,
    Laravel,
    Git,
    Mutt,
    SNail,
    Msmtp,
}

/// <summary>Runs the programs. Each sends a mail from me@example.org, also to three@example.net, without naming that recipient.</summary>
static class SubmissionClients
{
    /// <summary>The text of each mail.</summary>
    public const string Body = "first\n..\n.\nlast";

    const string Header = "From: me@example.org\nSubject: a subject\n";

    static readonly string Scripts = Path.Combine(TestPaths.Root, "tests", "Peers", "Submission", "Clients");

    /// <summary>Those that can talk to a command instead of a server.</summary>
    public static IReadOnlyList<SubmissionClient> OverPipes { get; } =
        [SubmissionClient.Swaks, SubmissionClient.Symfony, SubmissionClient.Laravel];

    /// <summary>Those that send several mails over one connection.</summary>
    public static IReadOnlyList<SubmissionClient> Persistent { get; } =
    [
        SubmissionClient.Python, SubmissionClient.Nodemailer, SubmissionClient.PhpMailer, SubmissionClient.Symfony, SubmissionClient.Laravel,
    ];

    /// <summary>Sends a mail to each recipient. It fails, and says why, if one cannot be sent.</summary>
    public static Task<CommandResult> SendAsync(SendmailUser user, SubmissionClient client, Submission submission, params string[] to)
    {
        var address = submission.Address;
        return client switch
        {
            SubmissionClient.Python => user.RunAsync(Program.Find("python3", "python3"), [Script("python.py"), address, .. to]),
            SubmissionClient.Nodemailer => Nodemailer.SendAsync(user, address, to),
            SubmissionClient.PhpMailer => PhpAsync(
                user, "phpmailer.php", "libphp-phpmailer/src/PHPMailer.php", "libphp-phpmailer", address, to),
            SubmissionClient.Symfony => PhpAsync(
                user, "symfony.php", "Symfony/Component/Mailer/autoload.php", "php-symfony-mailer", address, to),
            SubmissionClient.Laravel => PhpAsync(
                user, "laravel.php", "Illuminate/Mail/autoload.php", "php-illuminate-mail", address, to),
            SubmissionClient.Swaks => SwaksAsync(user, submission, Assert.Single(to)),
            SubmissionClient.Curl => CurlAsync(user, address, Assert.Single(to)),
            SubmissionClient.Git => GitAsync(user, submission.Port, Assert.Single(to)),
            SubmissionClient.Mutt => MuttAsync(user, address, Assert.Single(to)),
            SubmissionClient.SNail => SNailAsync(user, address, Assert.Single(to)),
            _ => MsmtpAsync(user, submission.Port, Assert.Single(to)),
        };
    }

    static string Script(string name) => Path.Combine(Scripts, name);

    static Task<CommandResult> PhpAsync(SendmailUser user, string script, string library, string package, string address, string[] to)
    {
        Program.Needs($"/usr/share/php/{library}", package);
        return user.RunAsync(Program.Find("php", "php-cli"), [Script(script), address, .. to]);
    }

    static Task<CommandResult> SwaksAsync(SendmailUser user, Submission submission, string to)
    {
        string[] place = submission.Place == SubmissionPlace.StandardInput
            ? ["--pipe", submission.Address]
            : ["--server", "127.0.0.1", "--port", $"{submission.Port}"];
        return user.RunAsync(
            Program.Find("swaks", "swaks"),
            [.. place, "--helo", "client.example.org", "--from", "me@example.org", "--to", $"{to},three@example.net",
                "--data", $"{Header}\n{Body}\n"]);
    }

    // curl sends lines as they are, unless told.
    static Task<CommandResult> CurlAsync(SendmailUser user, string address, string to) => user.RunAsync(
        Program.Find("curl", "curl"),
        ["-sS", "--crlf", $"smtp://{address}/client.example.org", "--mail-from", "me@example.org",
            "--mail-rcpt", to, "--mail-rcpt", "three@example.net", "-T", "-"],
        $"{Header}\n{Body}\n");

    static Task<CommandResult> GitAsync(SendmailUser user, int port, string to)
    {
        Program.Needs("/usr/lib/git-core/git-send-email", "git-email");
        Program.Needs("/usr/share/perl5/Mail/Address.pm", "libmailtools-perl");
        user.Write(".gitconfig", "[user]\n\tname = Me\n\temail = me@example.org\n");
        var patch = user.Write("p.patch", $"From 0123 Mon Sep 17 00:00:00 2001\nFrom: Me <me@example.org>\nSubject: a subject\n\n{Body}\n");
        return user.RunAsync(
            Program.Find("git", "git"),
            ["send-email", "--confirm=never", "--quiet", "--suppress-cc=all", "--smtp-server=127.0.0.1", $"--smtp-server-port={port}",
                $"--to={to}", "--bcc=three@example.net", patch]);
    }

    static Task<CommandResult> MuttAsync(SendmailUser user, string address, string to) => user.RunAsync(
        Program.Find("mutt", "mutt"),
        ["-n", "-F", user.Write("muttrc", $"set smtp_url='smtp://{address}/'\nset ssl_starttls=no\nset ssl_force_tls=no\n"
            + "set from=me@example.org\nset copy=no\nset hostname=client.example.org\n"),
            "-s", "a subject", "-b", "three@example.net", "--", to],
        Body + "\n");

    static Task<CommandResult> SNailAsync(SendmailUser user, string address, string to) => user.RunAsync(
        Program.Find("s-nail", "s-nail"),
        ["-:/", "-Sv15-compat", $"-Smta=smtp://{address}", "-Ssmtp-auth=none", "-Ssmtp-config=-all,ehlo", "-Sfrom=me@example.org",
            "-Shostname=example.org", "-Ssendwait", "-s", "a subject", "-b", "three@example.net", to],
        Body + "\n");

    static Task<CommandResult> MsmtpAsync(SendmailUser user, int port, string to) => user.RunAsync(
        Program.Find("msmtp", "msmtp"),
        ["--host=127.0.0.1", $"--port={port}", "--from=me@example.org", "--", to, "three@example.net"],
        $"{Header}\n{Body}\n");
}
