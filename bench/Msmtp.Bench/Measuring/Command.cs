namespace Msmtp.Bench;

/// <summary>A command to run: the program's absolute path, its arguments, files and environment.</summary>
sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The file that it reads as standard input.</summary>
    public string Input { get; init; } = "/dev/null";

    /// <summary>The file for its standard output, which is overwritten.</summary>
    public string Output { get; init; } = "/dev/null";

    /// <summary>The file for its standard error, which is overwritten; null: it is shown.</summary>
    public string? Errors { get; init; }

    /// <summary>Its whole environment, each as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The same, run by another program, which runs what follows its own arguments.</summary>
    public Command Under(string program, params IEnumerable<string> arguments) =>
        this with { Program = program, Arguments = [.. arguments, Program, .. Arguments] };

    /// <summary>The same, with one more variable in its environment.</summary>
    public Command With(string variable, string value) => this with { Environment = [.. Environment, $"{variable}={value}"] };

    public override string ToString() => string.Join(' ', [Program, .. Arguments.Take(8)]);
}
