namespace Msmtp.Configure.Srv;

/// <summary>Why the C library's resolver has no records: <c>h_errno</c> of netdb.h.</summary>
enum ResolverError
{
    None = 0,
    HostNotFound = 1,
    TryAgain = 2,
    NoRecovery = 3,
    NoData = 4,
}
