// ./bench/run.sh calls this with the folder of the project. The other commands are the processes that it starts itself.
using System.Globalization;
using Msmtp.Bench;

switch (args)
{
    case ["sink"]:
        return SinkCommand.Run(null);
    case ["sink", var authorityFile]:
        return SinkCommand.Run(authorityFile);
    case ["library", var port, var mails, var size]:
        return await LibraryRun.OfAsync(port, Number(mails), Number(size));
    default:
        if (Options.Read(args) is { } options)
            return BenchRun.Of(options);
        Console.Error.WriteLine(Options.Usage);
        return 64;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
