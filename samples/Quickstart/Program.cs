// A server to try the mailer with: STARTTLS with a certificate made on the spot, AUTH, a Maildir.
// Writes an msmtprc for it, marks that it is ready, shows the dialogue without secrets, and stops when its standard input ends.
using System.Globalization;
using System.Security.Cryptography;
using Msmtp;
using Msmtp.Server;
using Msmtp.Text;

// A mail comes from outside, too: control characters are not sent to the terminal.
if (args is ["--show", var mail])
{
    foreach (var line in OctetText.Decode(File.ReadAllBytes(mail)).TrimEnd('\n').Split('\n'))
        Console.WriteLine(string.Join('\t', line.Split('\t').Select(PrintableText.Text)));
    return;
}

var folder = Path.GetFullPath(args is [var given] ? given : Directory.CreateTempSubdirectory("msmtp-quickstart-").FullName);
var maildir = Path.Combine(folder, "Maildir");
var trust = Path.Combine(folder, "ca.pem");
var password = RandomNumberGenerator.GetHexString(16, lowercase: true);

using var certificate = ServerCertificate.Create();
await using var server = SmtpServer.Start(
    new SmtpServerOptions
    {
        TlsMode = TlsMode.StartTls,
        Certificate = certificate.Certificate,
        CredentialsCheck = new PasswordTable("you", password).CheckAsync,
        RequireAuth = true,
        Observer = static line => Console.WriteLine($"  {PrintableText.Text(line.ToString())}"),
    },
    new MaildirHandler(maildir));

File.WriteAllText(trust, certificate.AuthorityPem);
var configuration = Path.Combine(folder, "msmtprc");
File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $"""
    account default
    host localhost
    port {server.Port}
    tls on
    tls_trust_file {trust}
    auth on
    user you
    password {password}
    from you@localhost
    logfile {Path.Combine(folder, "msmtp.log")}

    """));
if (!OperatingSystem.IsWindows())
    File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);

File.WriteAllText(Path.Combine(folder, "ready"), "");
while (Console.In.ReadLine() is not null)
{
}
