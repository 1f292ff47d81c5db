using System.Text;

namespace Msmtp.Auth.Sasl;

/// <summary>Enumerates the code points of valid UTF-8, with their positions, without making a string.</summary>
ref struct Runes(ReadOnlySpan<byte> text)
{
    readonly ReadOnlySpan<byte> text = text;
    int end;

    public (Rune Rune, int Start, int End) Current { get; private set; }

    public readonly Runes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (end == text.Length)
            return false;
        Rune.DecodeFromUtf8(text[end..], out var rune, out var used);
        Current = (rune, end, end + used);
        end += used;
        return true;
    }
}
