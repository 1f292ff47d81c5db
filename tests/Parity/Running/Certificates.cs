using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Parity;

/// <summary>
/// The certificates of all scenarios: @NAME.pem@ is the file of a certificate, @NAME.key@ of its key, @NAME.sha256@,
/// @NAME.sha1@ and @NAME.md5@ are its fingerprints.
/// </summary>
static partial class Certificates
{
    static readonly TestCertificates All = new();
    static readonly Dictionary<string, string> Known = [];
    static readonly Lock Gate = new();

    // Scenarios of all classes share them to the end.
    static Certificates() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => All.Dispose();

    /// <summary>A certificate by its name.</summary>
    public static X509Certificate2 Named(string name) => name switch
    {
        "authority" => All.Authority,
        "other" => All.OtherAuthority,
        "good" => All.Good,
        "expired" => All.Expired,
        "future" => All.NotYetValid,
        "wronghost" => All.WrongHost,
        "selfsigned" => All.SelfSigned,
        "byother" => All.ByOtherAuthority,
        "client" => All.Client,
        _ => throw new ArgumentException($"no certificate is called {name}", nameof(name)),
    };

    /// <summary>Puts in what the names stand for.</summary>
    public static string Into(string text) => Name().Replace(text, static match => Value(match.Value));

    /// <summary>Puts names in place of what they stand for.</summary>
    public static string OutOf(string text)
    {
        lock (Gate)
        {
            foreach (var (name, value) in Known)
                text = text.Replace(value, name, StringComparison.Ordinal);
            return text;
        }
    }

    static string Value(string name)
    {
        lock (Gate)
        {
            if (!Known.TryGetValue(name, out var value))
                Known[name] = value = Make(Named(name[1..name.IndexOf('.', StringComparison.Ordinal)]), name.Split('.', '@')[^2]);
            return value;
        }
    }

    static string Make(X509Certificate2 certificate, string kind) => kind switch
    {
        "pem" => All.CertificateFile(certificate),
        "key" => All.KeyFile(certificate),
        "sha256" => TestCertificates.Fingerprint(certificate, HashAlgorithmName.SHA256),
        "sha1" => TestCertificates.Fingerprint(certificate, HashAlgorithmName.SHA1),
        _ => TestCertificates.Fingerprint(certificate, HashAlgorithmName.MD5),
    };

    [GeneratedRegex("@[a-z]+[.](pem|key|sha256|sha1|md5)@")]
    private static partial Regex Name();
}
