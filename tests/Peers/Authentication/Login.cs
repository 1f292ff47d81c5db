namespace Msmtp.Peers;

/// <summary>What a user shows for himself.</summary>
/// <param name="Description">In the words of <see cref="OutcomeTable"/>: "wrong password".</param>
/// <param name="Settings">His commands in msmtprc, with "user" and without "auth".</param>
sealed record Login(string Description, string Settings)
{
    /// <summary>The name that the server knows him by.</summary>
    public string User { get; init; } = "alice";

    /// <summary>His environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
