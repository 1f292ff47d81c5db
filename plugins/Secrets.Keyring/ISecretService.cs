namespace Msmtp.Secrets.Keyring;

/// <summary>A connection to the Secret Service, for one search. Its calls block, and are made by one thread.</summary>
interface ISecretService : IDisposable
{
    /// <summary>
    /// The password that has all these attributes; of several the one that the service names first. If all are locked the service is
    /// asked to unlock that one, and may ask the user. Null: there is none, or it stays locked, or the service does not answer.
    /// </summary>
    Secret? Find(IReadOnlyDictionary<string, string> attributes, CancellationToken ct);
}
