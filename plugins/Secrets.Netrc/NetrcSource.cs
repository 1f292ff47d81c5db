using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Secrets.Netrc;

/// <summary>Looks a password up in the user's file, then in the system's. Reads them each time, and keeps nothing.</summary>
/// <param name="environment">Knows where the files are.</param>
/// <param name="notify">Is told about a file that is too large, and about a user's file that others can read.</param>
sealed class NetrcSource(PluginEnvironment environment, Action<HostNotice> notify) : ISecretSource
{
    /// <summary>A netrc is written by hand; a larger file is not one.</summary>
    const int MaxLength = 1 << 20;

    const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    bool hasWarned;

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken) => new(Find(query));

    Secret? Find(SecretQuery query)
    {
        if (query is not { Kind: SecretKind.Password or SecretKind.Token or SecretKind.ClientSecret, Host: { } host, User: { } user })
            return null;

        var login = new NetrcLogin(OctetText.Encode(host), OctetText.Encode(user));
        return Files().Select(file => FindIn(file, login)).FirstOrDefault(secret => secret is not null && !WasRefused(secret, query));
    }

    // The system's file is for everybody; the user's is not. No warning if nothing was taken from it.
    void WarnOfReaders(string file, UnixFileMode mode)
    {
        if (hasWarned || file != UserFile || (mode & OthersRead) == 0)
            return;
        hasWarned = true;
        notify(new HostNotice($"{file}: others can read the password that was taken from it; mend that with chmod 600 {file}"));
    }

    // The file would give the same answer forever.
    static bool WasRefused(Secret secret, SecretQuery query)
    {
        if (query.Rejected is null || !secret.Matches(query.Rejected))
            return false;
        secret.Dispose();
        return true;
    }

    string? UserFile => environment.Home.Length > 0 ? Path.Combine(environment.Home, ".netrc") : null;

    IEnumerable<string> Files()
    {
        if (UserFile is { } own)
            yield return own;
        yield return Path.Combine(environment.SystemConfiguration, "netrc");
    }

    Secret? FindIn(string file, NetrcLogin login)
    {
        var content = Read(file, out var mode);
        try
        {
            if (content.Length > MaxLength)
                notify(new HostNotice($"{file}: not read, because it is larger than 1 MiB"));
            if (content.Length > MaxLength || NetrcFile.FindPassword(content, login) is not { } password)
                return null;
            WarnOfReaders(file, mode);
            return new Secret(password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    // A file that is missing or cannot be read is skipped silently, as in msmtp: the next source may know.
    static byte[] Read(string file, out UnixFileMode mode)
    {
        mode = UnixFileMode.None;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!OperatingSystem.IsWindows())
                mode = File.GetUnixFileMode(stream.SafeFileHandle);
            return Read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // One octet more than allowed detects a file that is too large; a pipe has no length.
    static byte[] Read(FileStream stream)
    {
        var buffer = new byte[stream.CanSeek ? Math.Min(stream.Length, MaxLength + 1) : MaxLength + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length == buffer.Length)
            return buffer;
        var content = buffer[..length];
        CryptographicOperations.ZeroMemory(buffer);
        return content;
    }
}
