namespace Msmtp;

/// <summary>Facts about a secret source: when and in which order it is asked.</summary>
/// <param name="Rank">Lower ranks are asked first; that is their only meaning. The constants are the ranks of the built-in sources.</param>
public sealed record SecretFacts(int Rank)
{
    /// <summary>The rank of a source that signs in by itself and answers with access tokens (OAuth 2.0).</summary>
    public const int SignIn = 50;

    /// <summary>The rank of a command that prints the secret (<c>passwordeval</c>).</summary>
    public const int Command = 100;

    /// <summary>The rank of credentials passed by the program's parent: those of systemd and of containers.</summary>
    public const int Credentials = 120;

    /// <summary>The rank of a helper that speaks git's credential protocol.</summary>
    public const int CredentialHelper = 150;

    /// <summary>The rank of a keyring.</summary>
    public const int Keyring = 200;

    /// <summary>The rank of netrc files.</summary>
    public const int Netrc = 300;

    /// <summary>The rank of asking a person, last of all.</summary>
    public const int Prompt = 900;

    /// <summary>The only kind of secret that it has; it is not asked for others. Null: it may have any.</summary>
    public SecretKind? Kind { get; init; }

    /// <summary>
    /// It is asked before connecting if authentication is on: for a password as soon as the account is known; a source of tokens
    /// (<see cref="Kind"/>) when a connection is about to be opened, and if the account logs in with a token.
    /// </summary>
    public bool IsAskedBeforeConnecting { get; init; }

    /// <summary>It asks a person: its answers are typed, and other sources may store them (<see cref="StoresTypedSecrets"/>).</summary>
    public bool AsksPerson { get; init; }

    /// <summary>It is a keyring in which the user can store a password; <c>--version</c> and <c>--configure</c> mention it.</summary>
    public bool IsKeyring { get; init; }

    /// <summary>
    /// It may know the user of a secret (<see cref="Secret.User"/>), and answers queries that ask for it
    /// (<see cref="SecretQuery.WantsUser"/>).
    /// </summary>
    public bool KnowsUsers { get; init; }

    /// <summary>
    /// It gets secrets that a person has typed (<see cref="AsksPerson"/>) once the server has accepted them, so that they need not be typed
    /// again.
    /// </summary>
    public bool StoresTypedSecrets { get; init; }
}
