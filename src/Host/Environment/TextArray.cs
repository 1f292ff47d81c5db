using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>Strings in C's form: a null-terminated array of pointers to zero-terminated octets.</summary>
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

    /// <summary>The array; valid until this is disposed.</summary>
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
