namespace Msmtp.Bench;

/// <summary>What is run: a program by its absolute path, and what it finds when it starts.</summary>
sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The file that it reads as standard input.</summary>
    public string Input { get; init; } = "/dev/null";

    /// <summary>The file that takes its standard output, made anew.</summary>
    public string Output { get; init; } = "/dev/null";

    /// <summary>The file that takes what it says of errors, made anew; null: they are shown.</summary>
    public string? Errors { get; init; }

    /// <summary>Its whole environment, each as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The same, called by another program that runs what follows its own arguments.</summary>
    public Command Under(string program, params IEnumerable<string> arguments) =>
        this with { Program = program, Arguments = [.. arguments, Program, .. Arguments] };

    /// <summary>The same, with one more thing in its environment.</summary>
    public Command With(string variable, string value) => this with { Environment = [.. Environment, $"{variable}={value}"] };

    public override string ToString() => string.Join(' ', [Program, .. Arguments.Take(8)]);
}
