using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Bench;

/// <summary>How a sink behaves.</summary>
/// <param name="Certificate">Offers STARTTLS with it; null: it does not.</param>
sealed record SinkOptions(X509Certificate2? Certificate);
