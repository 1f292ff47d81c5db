using Msmtp;

namespace Faulty;

sealed class FaultyLog(string fault) : ILogSink
{
    public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        Misbehaviour.Of("log", fault);
        return default;
    }
}
