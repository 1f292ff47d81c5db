using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>A socket that is connected, and to what.</summary>
sealed record Connected(Socket Socket, EndPoint Remote);
