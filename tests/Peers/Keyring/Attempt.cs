namespace Msmtp.Peers;

/// <summary>The outcome of a mail that needed a password.</summary>
/// <param name="ExitCode">The exit status.</param>
/// <param name="Error">The error output.</param>
/// <param name="Password">The password that the server got; null: none.</param>
sealed record Attempt(int ExitCode, string Error, string? Password)
{
    /// <summary>No one knows the password, and there is no terminal to ask on.</summary>
    public static Attempt None { get; } = new(69, "msmtp: authentication method PLAIN needs a password\nmsmtp: could not send mail\n", null);

    /// <summary>The mail is sent with this password.</summary>
    public static Attempt With(string password) => new(0, "", password);
}
