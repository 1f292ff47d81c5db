// ./bench/run.sh calls this with a folder for its files. The other commands are the processes that it starts itself.
using System.Globalization;
using Msmtp.Bench;

switch (args)
{
    case ["sink"]:
        return SinkCommand.Run(null);
    case ["sink", var authorityFile]:
        return SinkCommand.Run(authorityFile);
    case ["library", var port, var mails, var size]:
        return await LibraryRun.OfAsync(port, int.Parse(mails, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture));
    default:
        if (Options.Read(args) is { } options)
            return BenchRun.Of(options);
        Console.Error.WriteLine(Options.Usage);
        return 64;
}
