using System.Security.Cryptography;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.ClientKeys;

/// <summary>Keys that OpenSSL has written, in every form; Pem/make.sh made them.</summary>
public sealed class PrivateKeyTests
{
    static readonly byte[] Passphrase = Encoding.UTF8.GetBytes("geheim ä€");

    public static TheoryData<string> Plain { get; } = [.. Keys(isEncrypted: false)];

    public static TheoryData<string> Encrypted { get; } = [.. Keys(isEncrypted: true)];

    public static TheoryData<string> Unknown { get; } = [.. Files("*.unknown")];

    [Theory, MemberData(nameof(Plain))]
    public void A_key_that_is_not_encrypted_is_opened(string file)
    {
        using var key = PrivateKey.Read(Read(file));

        Assert.False(key.IsEncrypted);
        Fits(file, key, []);
    }

    [Theory, MemberData(nameof(Encrypted))]
    public void A_key_that_is_encrypted_opens_with_its_passphrase_and_no_other(string file)
    {
        using var key = PrivateKey.Read(Read(file));

        Assert.True(key.IsEncrypted);
        Assert.Null(key.Open("geheim"u8.ToArray()));
        Assert.Null(key.Open([]));
        Fits(file, key, Passphrase);
    }

    // One padding of 256 is right by chance, and what it leaves is no key.
    [Theory]
    [InlineData("ec-old-aes-128-cbc.key")]
    [InlineData("rsa-old-aes-256-cbc.key")]
    public void A_thousand_wrong_passphrases_open_nothing(string file)
    {
        using var key = PrivateKey.Read(Read(file));

        for (var i = 0; i < 1000; i++)
            Assert.Null(key.Open(Encoding.ASCII.GetBytes($"wrong {i}")));
    }

    [Theory, MemberData(nameof(Unknown))]
    public void A_key_that_is_encrypted_in_an_unknown_way_is_refused(string file) =>
        Assert.Equal("The requested data were not available.", Assert.Throws<InvalidDataException>(() => PrivateKey.Read(Read(file))).Message);

    [Fact]
    public void All_forms_are_there()
    {
        Assert.Equal(4, Plain.Count);
        Assert.Equal(14, Encrypted.Count);
        Assert.Equal(3, Unknown.Count);
    }

    [Theory]
    [InlineData("", "The requested data were not available.")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n", "The requested data were not available.")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "The requested data were not available.")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n@@@@\n-----END PRIVATE KEY-----", "Base64 decoding error.")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "The requested data were not available.")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----", "Base64 decoding error.")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC\n\nAAAA\n-----END EC PRIVATE KEY-----", "The requested data were not available.")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0011\n\nAAAA\n-----END EC PRIVATE KEY-----", "The requested data were not available.")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,xx\n\nAAAA\n-----END EC PRIVATE KEY-----", "The requested data were not available.")]
    public void What_is_no_key_is_told_in_GnuTLSs_words(string pem, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => PrivateKey.Read(Encoding.ASCII.GetBytes(pem))).Message);

    [Theory, MemberData(nameof(Encrypted))]
    public void A_key_that_is_cut_or_changed_opens_as_nothing_else(string file)
    {
        var pem = Read(file);
        for (var i = 0; i < pem.Length; i += 7)
        {
            var changed = pem.ToArray();
            changed[i] ^= 2;
            Survives(changed);
            Survives(pem[..i]);
        }
    }

    // Wherever it is broken: an error of its own, or a key that does not open; never another exception.
    static void Survives(byte[] pem) => Assert.True(
        Record.Exception(() =>
        {
            using var key = PrivateKey.Read(pem);
            using var opened = key.Open(Passphrase);
        }) is null or InvalidDataException);

    static void Fits(string file, PrivateKey key, byte[] passphrase)
    {
        using var opened = key.Open(passphrase);

        Assert.NotNull(opened);
        Assert.NotNull(ClientCertificate.Read(Read(file.StartsWith("ec", StringComparison.Ordinal) ? "ec.cert" : "rsa.cert")).With(opened));
    }

    internal static byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    internal static string PathOf(string file) => Path.Combine(Folder, file);

    static string Folder => Path.Combine(TestPaths.Root, "tests", "Connector.Tcp.Tests", "ClientKeys", "Pem");

    static IEnumerable<string> Keys(bool isEncrypted) =>
        Files("*.key").Where(file => file != "ed25519.key" && Encoding.ASCII.GetString(Read(file)).Contains("ENCRYPTED", StringComparison.Ordinal) == isEncrypted);

    static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Folder, pattern).Select(static path => Path.GetFileName(path)).Order();
}
