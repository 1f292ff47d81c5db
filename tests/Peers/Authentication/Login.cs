namespace Msmtp.Peers;

/// <summary>The credentials of a user.</summary>
/// <param name="Description">In the words of <see cref="OutcomeTable"/>: "wrong password".</param>
/// <param name="Settings">The commands in msmtprc, with "user" but without "auth".</param>
sealed record Login(string Description, string Settings)
{
    /// <summary>The name by which the server knows the user.</summary>
    public string User { get; init; } = "alice";

    /// <summary>The environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
