using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl;

/// <summary>
/// Names and passwords in the normalized form that both sides hash (RFC 4013), so that it does not matter how an ö was typed. What
/// cannot be prepared, because it is not UTF-8 or contains what RFC 4013 §2.3 prohibits, is used as it is: it may be what the
/// server has (decision 8). Intermediate copies of a password are zeroed.
/// </summary>
static class SaslPrep
{
    /// <summary>A user name: a query (RFC 3454 §7), which may contain code points unassigned in Unicode 3.2.</summary>
    public static string Name(string user)
    {
        if (Ascii.IsValid(user))
            return user;
        return Prepare(OctetText.Encode(user), isQuery: true) is { } prepared ? OctetText.Decode(prepared) : user;
    }

    /// <summary>A password: a stored string (RFC 5802 §2.2, Normalize). The array is new; the caller zeroes it.</summary>
    public static byte[] Password(Secret password) => Prepare(password.Reveal(), isQuery: false) ?? password.Reveal().ToArray();

    /// <summary>Prepares UTF-8. Null: it cannot be prepared, or nothing would be left.</summary>
    public static byte[]? Prepare(ReadOnlySpan<byte> text, bool isQuery)
    {
        if (!System.Text.Unicode.Utf8.IsValid(text))
            return null;
        var mapped = new byte[text.Length];
        var length = Map(text, mapped);
        byte[]? prepared = null;
        if (isQuery || !HasUnassigned(mapped.AsSpan(0, length)))
            prepared = Compose(mapped.AsSpan(0, length));
        CryptographicOperations.ZeroMemory(mapped);

        if (prepared is null || IsFit(prepared) && (prepared.Length > 0 || text.IsEmpty))
            return prepared;
        CryptographicOperations.ZeroMemory(prepared);
        return null;
    }

    // RFC 4013 §2.1. Mapping never makes it longer.
    static int Map(ReadOnlySpan<byte> text, Span<byte> mapped)
    {
        var length = 0;
        foreach (var (rune, start, end) in new Runes(text))
        {
            if (Stringprep.IsSpace(rune.Value))
                mapped[length++] = (byte)' ';
            else if (!Stringprep.IsIgnored(rune.Value))
            {
                text[start..end].CopyTo(mapped[length..]);
                length += end - start;
            }
        }
        return length;
    }

    // RFC 4013 §2.2: form KC by the tables of Unicode 3.2, in which code points assigned later do not compose.
    static byte[] Compose(ReadOnlySpan<byte> mapped)
    {
        if (!HasUnassigned(mapped))
            return UnicodeText.Normalize(mapped, NormalizationForm.FormKC);
        var composed = new ArrayBufferWriter<byte>();
        var known = 0;
        foreach (var (rune, start, end) in new Runes(mapped))
            if (Stringprep.IsUnassigned(rune.Value))
            {
                composed.Write(UnicodeText.Normalize(mapped[known..start], NormalizationForm.FormKC));
                composed.Write(mapped[start..end]);
                known = end;
            }
        composed.Write(UnicodeText.Normalize(mapped[known..], NormalizationForm.FormKC));
        return composed.WrittenSpan.ToArray();
    }

    static bool HasUnassigned(ReadOnlySpan<byte> text)
    {
        foreach (var (rune, _, _) in new Runes(text))
            if (Stringprep.IsUnassigned(rune.Value))
                return true;
        return false;
    }

    // RFC 4013 §2.3 and §2.4, RFC 3454 §6: right-to-left text begins and ends with such a character, and has no left-to-right one.
    static bool IsFit(ReadOnlySpan<byte> prepared)
    {
        var (hasLeft, hasRight, beginsRight, endsRight) = (false, false, false, false);
        foreach (var (rune, start, _) in new Runes(prepared))
        {
            if (Stringprep.IsProhibited(rune.Value))
                return false;
            endsRight = Stringprep.IsRightToLeft(rune.Value);
            beginsRight |= endsRight && start == 0;
            hasRight |= endsRight;
            hasLeft |= Stringprep.IsLeftToRight(rune.Value);
        }
        return !hasRight || !hasLeft && beginsRight && endsRight;
    }
}
