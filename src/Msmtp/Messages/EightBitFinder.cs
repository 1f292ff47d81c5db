using System.Text;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>Keeps nothing of what is written but whether an octet was beyond 127.</summary>
sealed class EightBitFinder : WriteOnlyStream
{
    public bool HasFound { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer) => HasFound |= !Ascii.IsValid(buffer);
}
