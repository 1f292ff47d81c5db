namespace Msmtp.Testing;

/// <summary>What a broken or hostile server may say; the same each time.</summary>
sealed class ChallengeSoup
{
    static readonly byte[][] Known =
    [
        [], [0], "="u8.ToArray(), ","u8.ToArray(), "Username:"u8.ToArray(), "r=x,s=,i=0"u8.ToArray(), "r=x,s=QQ==,i=4294967296"u8.ToArray(), "v="u8.ToArray(),
        "e=other-error"u8.ToArray(), "realm=\"x\",nonce=\"\",qop=\"auth\",charset=utf-8,algorithm=md5-sess"u8.ToArray(), "rspauth="u8.ToArray(),
        "NTLMSSP\0\x02\0\0\0"u8.ToArray(), "{\"status\":\"400\"}"u8.ToArray(), "<1.2@x>"u8.ToArray(),
    ];

    // Not for secrets: the same sequence each time, so that a failure can be reproduced.
#pragma warning disable CA5394
    readonly Random random = new(4422);

    public int Next(int below) => random.Next(below);

    public byte[] Challenge() => random.Next(3) switch
    {
        0 => Known[random.Next(Known.Length)],
        1 => Spoil(Known[random.Next(Known.Length)]),
        _ => Octets(random.Next(5) == 0 ? 100_000 : random.Next(200)),
    };

    public byte[] Spoil(byte[] challenge)
    {
        var octets = challenge.ToArray();
        switch (random.Next(4))
        {
            case 0 when octets.Length > 0:
                octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
                return octets;
            case 1:
                return octets[..random.Next(octets.Length + 1)];
            case 2:
                return [.. octets, .. octets];
            default:
                return [.. octets[..(octets.Length / 2)], .. Octets(3), .. octets[(octets.Length / 2)..]];
        }
    }

    byte[] Octets(int count)
    {
        var octets = new byte[count];
        random.NextBytes(octets);
        return octets;
    }
#pragma warning restore CA5394
}
