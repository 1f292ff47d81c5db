namespace Msmtp.Peers;

/// <summary>How a mail went that needed a password.</summary>
/// <param name="ExitCode">The exit status.</param>
/// <param name="Error">What was said about it.</param>
/// <param name="Password">What the server was given; null: nothing.</param>
sealed record Attempt(int ExitCode, string Error, string? Password)
{
    /// <summary>Nobody knows the password, and there is no terminal to ask at.</summary>
    public static Attempt None { get; } = new(69, "msmtp: authentication method PLAIN needs a password\nmsmtp: could not send mail\n", null);

    /// <summary>The mail is sent with this password.</summary>
    public static Attempt With(string password) => new(0, "", password);
}
