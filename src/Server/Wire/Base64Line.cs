using System.Buffers;
using System.Buffers.Text;

namespace Msmtp.Server;

/// <summary>The base64 lines of AUTH (RFC 4954 §4): canonical, without white space.</summary>
static class Base64Line
{
    public static bool TryDecode(ReadOnlySpan<byte> line, out byte[] octets)
    {
        octets = new byte[Base64.GetMaxDecodedFromUtf8Length(line.Length)];
        var status = Base64.DecodeFromUtf8(line, octets, out var consumed, out var written);
        Array.Resize(ref octets, written);
        // The decoder skips white space; RFC 4954 §4 wants any character outside the base64 alphabet refused.
        return status == OperationStatus.Done && consumed == line.Length && line.IndexOfAny(" \t\r\n"u8) < 0;
    }
}
