// bench/mailers.sh calls this: our IMailer against MailKit's SmtpClient. "sink" and "first" are processes that it starts itself,
// "loop" is for profilers.
using System.Globalization;
using Msmtp.Bench;

switch (args)
{
    case ["sink"]:
        return SinkCommand.Run(null);
    case ["sink", var authorityFile]:
        return SinkCommand.Run(authorityFile);
    case ["first", var name, var port]:
        await FirstMail.SendAsync(name, new Server(int.Parse(port, CultureInfo.InvariantCulture), AuthorityFile: null));
        return 0;
    case ["loop", var name, var title, var seconds]:
        return await SendingLoop.RunAsync(name, title, seconds);
    default:
        if (MailersOptions.Read(args) is { } options)
            return await Comparison.RunAsync(options);
        Console.Error.WriteLine(MailersOptions.Usage);
        return 64;
}
