namespace Msmtp.Peers;

/// <summary>What is installed of Postfix and Cyrus SASL.</summary>
static class PostfixInstallation
{
    static readonly string[] DaemonFolders = ["/usr/lib/postfix/sbin", "/usr/libexec/postfix", "/usr/lib/postfix"];

    /// <summary>Postfix's master program; null: not installed.</summary>
    public static string? Master { get; } =
        DaemonFolders.Select(static folder => Path.Combine(folder, "master")).FirstOrDefault(File.Exists);

    /// <summary>Postfix's test server for SMTP and LMTP; null: not installed.</summary>
    public static string? SmtpSink { get; } =
        new[] { "/usr/sbin/smtp-sink", "/usr/bin/smtp-sink" }.FirstOrDefault(File.Exists);

    /// <summary>Why Postfix cannot be started here; null: it can.</summary>
    public static string? Missing { get; } =
        !Environment.IsPrivilegedProcess ? "Postfix is started by root only"
        : Master is null ? "Postfix is not installed (package postfix)"
        : !File.Exists("/usr/sbin/saslpasswd2") ? "saslpasswd2 is not installed (package sasl2-bin)"
        : !HasMechanisms() ? "Cyrus SASL has no mechanisms (package libsasl2-modules)"
        : null;

    static bool HasMechanisms() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Append("/usr/lib").Append("/usr/lib64")
        .Any(static folder => File.Exists(Path.Combine(folder, "sasl2", "libplain.so")));
}
