using FsCheck.Xunit;
using Msmtp.Auth.Sasl.Digest;
using Msmtp.Auth.Sasl.Scram;

namespace Msmtp.Auth.Sasl.Tests;

/// <summary>What a server's message may make of its reader: a value or <see cref="InvalidDataException"/>, nothing else.</summary>
public sealed class MessageTests
{
    [Property(MaxTest = 2000)]
    public void Scrams_first_message_is_read_or_refused(byte[] noise, ushort position) =>
        ReadOrRefuse("r=nonce123,s=QSXC,i=4096,x=y", noise, position, static message => ScramServerFirst.Read(message, "nonce"));

    [Property(MaxTest = 2000)]
    public void Scrams_last_message_is_read_or_refused(byte[] noise, ushort position) =>
        ReadOrRefuse("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=,x=y", noise, position, ScramServerFinal.Read);

    [Property(MaxTest = 2000)]
    public void A_digest_challenge_is_read_or_refused(byte[] noise, ushort position) =>
        ReadOrRefuse("realm=\"a\\\"b\", nonce=\"c\",qop=\"auth\",algorithm=md5-sess,charset=utf-8", noise, position, DigestChallenge.Read);

    // The message whole, with noise in front, inside or behind; and the noise instead of its tail.
    static void ReadOrRefuse<T>(string message, byte[] noise, ushort position, Func<string, T> read)
        where T : class
    {
        var cut = position % (message.Length + 1);
        var text = OctetText.Decode(noise);
        Assert.NotNull(read(message));
        foreach (var damaged in (string[])[message[..cut] + text + message[cut..], message[..cut] + text, text])
            Assert.True(Record.Exception(() => read(damaged)) is null or InvalidDataException);
    }
}
