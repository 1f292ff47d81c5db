using Msmtp;

namespace Faulty;

sealed class FaultySource(string fault) : ISecretSource
{
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        Misbehaviour.Of("source", fault);
        return default;
    }
}
