namespace Msmtp.Bench;

/// <summary>What every row needs: the programs, a folder for its files, how thorough to be.</summary>
sealed class Workbench
{
    public const string Msmtp = "/usr/bin/msmtp";

    public required string Root { get; init; }

    /// <summary>See <see cref="ScratchFolder"/>.</summary>
    public required string Scratch { get; init; }

    /// <summary>Fewer runs of smaller mails: to check that it works, not to be quoted.</summary>
    public bool IsQuick { get; init; }

    public string Native => Path.Combine(Root, "artifacts/bin/msmtp");

    public string Managed => Path.Combine(Root, "artifacts/host/msmtp");

    /// <summary>The folder with the managed host's plugin, in a folder of its name.</summary>
    public string Plugins => Path.Combine(Root, "artifacts/bench/plugins");

    /// <summary>The application that sends many mails, in two flavours: compiled ahead of time, and compiled while it runs.</summary>
    public string NativeApplication => Path.Combine(Root, "artifacts/bench/application-native/Msmtp.Bench.Application");

    /// <inheritdoc cref="NativeApplication"/>
    public string ManagedApplication => Path.Combine(Root, "artifacts/bench/application/Msmtp.Bench.Application");

    /// <summary>Independent of who runs this: no files from a home, no locale, no certificates but the system's.</summary>
    public IReadOnlyList<string> Environment =>
    [
        "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        $"HOME={Scratch}",
        "LANG=C.UTF-8",
        .. System.Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root ? [$"DOTNET_ROOT={root}"] : (string[])[],
    ];

    /// <summary>Ours and msmtp with the same arguments and the same standard input.</summary>
    public Pair Commands(string input, params IReadOnlyList<string> arguments) =>
        new(Call(Native, input, arguments), Call(Msmtp, input, arguments));

    public Command Call(string program, string input, params IReadOnlyList<string> arguments) =>
        new(program, arguments) { Input = input, Environment = Environment };

    /// <summary>Writes a file that only its owner may read, which both programs require for passwords.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Scratch, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public string PathOf(string name) => Path.Combine(Scratch, name);
}
