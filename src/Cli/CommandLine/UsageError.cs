namespace Msmtp.Cli;

/// <summary>Why a command line is wrong: one sentence, and exit status <see cref="ExitCode.Usage"/>.</summary>
sealed record UsageError(string Message)
{
    /// <summary>The message begins with all of argv[0], as getopt's own do; msmtp's begin with its base name.</summary>
    public bool NamesWholeProgram { get; init; }

    /// <summary>What the user may have meant; null: it is not known.</summary>
    public string? Advice { get; init; }

    /// <summary>The line for standard error.</summary>
    /// <param name="program">argv[0].</param>
    public string ToLine(string program) => $"{(NamesWholeProgram ? program : BaseName(program))}: {Message}";

    static string BaseName(string program) => program[(program.LastIndexOf('/') + 1)..];
}
