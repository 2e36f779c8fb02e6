namespace Ops.AppHost.Local;
