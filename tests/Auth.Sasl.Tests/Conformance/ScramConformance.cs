using System.Security.Cryptography;
using System.Text;
using Msmtp.Testing;

namespace Msmtp.Auth.Sasl.Tests.Conformance;

/// <summary>Against a server's side written from RFC 5802 §3 alone.</summary>
public abstract class ScramConformance(string mechanism, HashAlgorithmName hash) : MutualSaslClientConformance
{
    const int Iterations = 4096;
    static readonly byte[] Salt = "0123456789abcdef"u8.ToArray();

    protected override IPlugin Plugin => new SaslPlugin();

    protected override string Mechanism => mechanism;

    protected override SaslServerSide Serve()
    {
        var (clientFirst, serverFirst, isProven) = ("", "", false);
        return message =>
        {
            var text = message is null ? "" : Encoding.UTF8.GetString(message);
            if (text.Length == 0)
                return isProven ? null : [];
            if (serverFirst.Length > 0)
            {
                isProven = true;
                return Encoding.ASCII.GetBytes("v=" + Verify(clientFirst, serverFirst, text));
            }
            // gs2-header: two fields that end with a comma each.
            clientFirst = text[(text.IndexOf(',', text.IndexOf(',', StringComparison.Ordinal) + 1) + 1)..];
            serverFirst = $"r={clientFirst.Split(",r=")[1]}server,s={Convert.ToBase64String(Salt)},i={Iterations}";
            return Encoding.ASCII.GetBytes(serverFirst);
        };
    }

    string Verify(string clientFirst, string serverFirst, string clientFinal)
    {
        var end = clientFinal.LastIndexOf(",p=", StringComparison.Ordinal);
        var authMessage = $"{clientFirst},{serverFirst},{clientFinal[..end]}";
        var length = CryptographicOperations.HashData(hash, []).Length;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Secret), Salt, Iterations, hash, length);
        var clientKey = Keyed(salted, "Client Key");
        var signature = Keyed(CryptographicOperations.HashData(hash, clientKey), authMessage);
        Assert.Equal(Convert.ToBase64String([.. clientKey.Zip(signature, static (a, b) => (byte)(a ^ b))]), clientFinal[(end + 3)..]);
        return Convert.ToBase64String(Keyed(Keyed(salted, "Server Key"), authMessage));
    }

    byte[] Keyed(byte[] key, string text) => CryptographicOperations.HmacData(hash, key, Encoding.UTF8.GetBytes(text));
}

public sealed class ScramSha1Conformance() : ScramConformance("SCRAM-SHA-1", HashAlgorithmName.SHA1);

public sealed class ScramSha256Conformance() : ScramConformance("SCRAM-SHA-256", HashAlgorithmName.SHA256);

public sealed class ScramSha512Conformance() : ScramConformance("SCRAM-SHA-512", HashAlgorithmName.SHA512);

/// <summary>Bound to a channel, as every -PLUS has to be.</summary>
public sealed class ScramPlusConformance() : ScramConformance("SCRAM-SHA-256-PLUS", HashAlgorithmName.SHA256)
{
    protected override SaslContext Sasl => base.Sasl with
    {
        IsEncrypted = true,
        Offered = [Mechanism],
        ChannelBinding = static type => type == "tls-unique" ? new ReadOnlyMemory<byte>("finished"u8.ToArray()) : default(ReadOnlyMemory<byte>?),
    };
}
