"""What people say of deviations and alarms: accepted, watched again, real or false."""
