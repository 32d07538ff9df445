"""What actions answer with: frozen values that views draw. Nothing here reads, decides or prints."""
