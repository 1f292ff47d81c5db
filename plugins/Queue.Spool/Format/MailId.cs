using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Queue.Spool.Format;

/// <summary>
/// The names of mails, in upper case, so that they differ from those of folders: K and the hash of the key; or the time and a few random
/// digits, so that a listing of the folder has them in their order. Nothing here does I/O.
/// </summary>
static class MailId
{
    const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const int BitsPerDigit = 5;
    // Until the year 37,000 the first digit of a time is none of the letters.
    const int TimeDigits = 10, RandomDigits = 6, KeyDigits = 25;
    const int LongestName = 64;
    const char KeyLetter = 'K';

    public static string New(DateTimeOffset time)
    {
        Span<char> name = stackalloc char[TimeDigits + RandomDigits];
        Fill(name[..TimeDigits], (ulong)Math.Max(0, time.ToUnixTimeMilliseconds()));
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        Fill(name[TimeDigits..], BitConverter.ToUInt32(random));
        return name.ToString();
    }

    /// <param name="key">The key.</param>
    /// <param name="submitter">Whose it is; null: the owner's of the queue.</param>
    public static string OfKey(string key, string? submitter)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // Keys of the owner's stay what they were; no two others have the same text, whatever is in them.
        var text = submitter is null && !key.StartsWith('\0') ? key : $"\0{submitter?.Length ?? -1} {submitter}{key}";
        SHA256.HashData(OctetText.Encode(text), hash);
        Span<char> name = stackalloc char[1 + KeyDigits];
        name[0] = KeyLetter;
        for (var i = 0; i < KeyDigits; i++)
            name[1 + i] = Digits[hash[i] & 0x1F];
        return name.ToString();
    }

    /// <summary>When a mail with this name was accepted, in milliseconds since 1970; null: the name does not say it, as that of a key.</summary>
    public static long? TimeOf(string name)
    {
        if (name.Length != TimeDigits + RandomDigits || name[0] == KeyLetter)
            return null;
        long time = 0;
        foreach (var digit in name.AsSpan(0, TimeDigits))
            time = (time << BitsPerDigit) | (uint)Digits.IndexOf(digit, StringComparison.Ordinal);
        return time;
    }

    /// <summary>It may be the name of a mail, and is that of nothing else that this plugin makes.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
            if (!Digits.Contains(letter))
                return false;
        return name.Length is > 0 and <= LongestName;
    }

    static void Fill(Span<char> name, ulong number)
    {
        for (var i = name.Length - 1; i >= 0; i--, number >>= BitsPerDigit)
            name[i] = Digits[(int)(number & 0x1F)];
    }
}
