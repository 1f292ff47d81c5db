using System.Security.Cryptography;

namespace Msmtp.Secrets.Credentials;

/// <summary>What a credential holds: all of it, but for one line end behind it, which editors and <c>echo</c> leave there.</summary>
static class CredentialContent
{
    /// <summary>The limit of systemd; Docker's is half of it.</summary>
    const int MaxLength = 1 << 20;

    const int UsualLength = 512;

    /// <summary>Reads it to its end.</summary>
    /// <param name="file">The file, which may be a pipe.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="MailException">It is empty or too large.</exception>
    public static Secret Read(FileStream file, string name)
    {
        // One octet more tells what is larger than allowed, or than it was; a pipe has no length to ask for.
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

/// <summary>How this plugin says that it cannot give what it was told to know.</summary>
static class CredentialFailure
{
    public static MailException Of(ExitCode exitCode, string message, Exception? inner = null) =>
        new(exitCode, DeliveryStage.Configure, message, inner: inner);
}
