namespace Msmtp.Secrets.GitCredential;

/// <summary>
/// The shell command of a helper, by the rules of gitcredentials(7): <c>!</c> and a shell snippet; an absolute path, perhaps with
/// arguments; a name, perhaps with arguments, for <c>git credential-NAME</c>. In addition, <c>git</c> stands for the helpers that git
/// itself is configured with, which <c>git credential</c> asks.
/// </summary>
/// <param name="Program">What is run, without the operation; errors name it.</param>
/// <param name="Operations">The names of its operations.</param>
sealed record HelperCommand(string Program, HelperOperations Operations)
{
    const string Git = "git";

    // A helper that has to ask the user does so in its own way. git would read from the terminal, or open a window.
    static readonly Dictionary<string, string> NoPrompts = new()
    {
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_ASKPASS"] = "",
        ["SSH_ASKPASS"] = "",
    };

    /// <summary>This is git with all its helpers, which fails if none of them knows.</summary>
    public bool IsGit => Operations == HelperOperations.Git;

    /// <summary>Reads the value of <c>credential_helper</c>.</summary>
    public static HelperCommand Of(string value) => value switch
    {
        Git => new HelperCommand("git credential", HelperOperations.Git),
        ['!', .. var snippet] => new HelperCommand(snippet, HelperOperations.Helper),
        ['/', ..] => new HelperCommand(value, HelperOperations.Helper),
        _ => new HelperCommand($"git credential-{value}", HelperOperations.Helper),
    };

    /// <summary>Asks for a secret.</summary>
    public ShellCommand Get(Secret description) => Command(Operations.Get, description);

    /// <summary>Has one stored. The helper's output is ignored (gitcredentials(7)), and what it starts may live on.</summary>
    public ShellCommand Store(Secret description) => Command(Operations.Store + " >/dev/null", description);

    /// <summary>Has one erased.</summary>
    /// <inheritdoc cref="Store"/>
    public ShellCommand Erase(Secret description) => Command(Operations.Erase + " >/dev/null", description);

    ShellCommand Command(string operation, Secret description) => new($"{Program} {operation}")
    {
        Input = description,
        Environment = NoPrompts,
        // RFC 5321 §4.5.3.2.7: a server waits five minutes for the next command, while the user answers the helper.
        Timeout = TimeSpan.FromMinutes(5),
    };
}

/// <summary>The names of the operations.</summary>
sealed record HelperOperations(string Get, string Store, string Erase)
{
    /// <summary>Those of a helper, gitcredentials(7).</summary>
    public static HelperOperations Helper { get; } = new("get", "store", "erase");

    /// <summary>Those of git-credential(1).</summary>
    public static HelperOperations Git { get; } = new("fill", "approve", "reject");
}
