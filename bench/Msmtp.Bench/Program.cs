// ./bench/run.sh calls this with the folder of the project. "sink" is a process that it starts itself.
using Msmtp.Bench;

switch (args)
{
    case ["sink"]:
        return SinkCommand.Run(null);
    case ["sink", var authorityFile]:
        return SinkCommand.Run(authorityFile);
    default:
        if (Options.Read(args) is { } options)
            return BenchRun.Of(options);
        Console.Error.WriteLine(Options.Usage);
        return 64;
}
