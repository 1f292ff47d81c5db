using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>Texts as C has them: an array of pointers with a null behind the last, each to octets with a zero behind them.</summary>
sealed unsafe class TextArray : IDisposable
{
    readonly int count;

    public TextArray(IReadOnlyList<string> texts)
    {
        count = texts.Count;
        Items = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < count; i++)
            Items[i] = Copy(OctetText.Encode(texts[i]));
    }

    /// <summary>The array, until it is disposed.</summary>
    public byte** Items { get; }

    public void Dispose()
    {
        for (var i = 0; i < count; i++)
            NativeMemory.Free(Items[i]);
        NativeMemory.Free(Items);
    }

    static byte* Copy(byte[] octets)
    {
        var copy = (byte*)NativeMemory.AllocZeroed((nuint)octets.Length + 1);
        octets.CopyTo(new Span<byte>(copy, octets.Length));
        return copy;
    }
}
