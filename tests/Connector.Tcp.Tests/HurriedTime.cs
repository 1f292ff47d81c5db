namespace Msmtp.Connector.Tcp.Tests;

/// <summary>A clock that goes on by 600 ms each time somebody looks at it: what was still to come is over at the next look.</summary>
sealed class HurriedTime : TimeProvider
{
    long now;

    public override long TimestampFrequency => 10;

    public override long GetTimestamp() => now += 6;
}
