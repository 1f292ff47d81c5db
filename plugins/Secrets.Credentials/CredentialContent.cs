using System.Security.Cryptography;

namespace Msmtp.Secrets.Credentials;

/// <summary>The content of a credential, less one trailing line end, which editors and <c>echo</c> add.</summary>
static class CredentialContent
{
    /// <summary>systemd's limit; Docker's is half as much.</summary>
    const int MaxLength = 1 << 20;

    const int UsualLength = 512;

    /// <summary>Reads it to its end.</summary>
    /// <param name="file">The file, which may be a pipe.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="MailException">It is empty or too large.</exception>
    public static Secret Read(FileStream file, string name)
    {
        // One octet more detects a file that is larger than allowed, or has grown; a pipe has no length.
        var buffer = new byte[file.CanSeek ? Math.Clamp(file.Length + 1, UsualLength, MaxLength + 1) : MaxLength + 1];
        try
        {
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxLength)
                throw CredentialFailure.Of(ExitCode.Config, $"the credential {name} is larger than 1 MiB");
            var content = WithoutLineEnd(buffer.AsSpan(0, length));
            return content.IsEmpty
                ? throw CredentialFailure.Of(ExitCode.Config, $"the credential {name} is empty")
                : new Secret(content.ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> content) => content switch
    {
        [.. var text, (byte)'\r', (byte)'\n'] => text,
        [.. var text, (byte)'\n'] => text,
        _ => content,
    };
}

/// <summary>The failures of this plugin.</summary>
static class CredentialFailure
{
    public static MailException Of(ExitCode exitCode, string message, Exception? inner = null) =>
        new(exitCode, DeliveryStage.Configure, message, inner: inner);
}
